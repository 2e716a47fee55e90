// Filters the rows of the table by text, area, level and verdict, and sets the heights of the sticky parts of the page.
'use strict';

const filters = document.querySelector('.filters');
const rows = [...document.querySelectorAll('.matrix tr[data-case]')].map((row) => {
  const one = report.cases[Number(row.dataset.case)];
  const verdicts = row.dataset.verdicts.split(' ');
  return {
    row,
    area: row.closest('tbody').dataset.area,
    level: row.dataset.level,
    verdicts,
    differ: new Set(verdicts).size > 1 || verdicts.length < report.clients.length,
    text: [one.name, one.summary, one.source, one.requirement].join(' ').toLowerCase(),
  };
});

function wantedNow() {
  return {
    words: document.getElementById('text').value.toLowerCase().split(/\s+/).filter(Boolean),
    area: document.getElementById('area').value,
    level: document.getElementById('level').value,
    verdicts: [...filters.querySelectorAll('[name="verdict"]:checked')].map((box) => box.value),
    differing: document.getElementById('differing').checked,
  };
}

function isWanted(one, wanted) {
  return (
    (!wanted.area || one.area === wanted.area) &&
    (!wanted.level || one.level === wanted.level) &&
    (wanted.verdicts.length === 0 || wanted.verdicts.some((verdict) => one.verdicts.includes(verdict))) &&
    (!wanted.differing || one.differ) &&
    wanted.words.every((word) => one.text.includes(word))
  );
}

function applyFilters() {
  const wanted = wantedNow();
  let shown = 0;
  for (const one of rows) {
    one.row.hidden = !isWanted(one, wanted);
    shown += one.row.hidden ? 0 : 1;
    const detail = document.getElementById(`detail-${one.row.dataset.case}`);
    if (detail) {
      detail.hidden = one.row.hidden;
    }
  }
  for (const body of document.querySelectorAll('.matrix tbody')) {
    body.hidden = !body.querySelector('tr[data-case]:not([hidden])');
  }
  document.getElementById('nothing').hidden = shown > 0;
  document.getElementById('shown').value = shown === rows.length ? `${shown} cases` : `${shown} of ${rows.length} cases`;
  document.getElementById('clear').hidden = shown === rows.length;
}

function showAll() {
  filters.reset();
  applyFilters();
}

filters.addEventListener('input', applyFilters);
filters.addEventListener('submit', (event) => event.preventDefault());
filters.addEventListener('reset', () => setTimeout(applyFilters)); // after the fields are reset
document.querySelector('.differing').hidden = report.clients.length < 2;

const head = document.querySelector('.matrix thead');
const measure = () => {
  const sticks = getComputedStyle(filters).position === 'sticky';
  document.documentElement.style.setProperty('--filters-height', `${sticks ? filters.offsetHeight : 0}px`);
  document.documentElement.style.setProperty('--head-height', `${head.offsetHeight}px`);
};
const measuring = new ResizeObserver(measure);
measuring.observe(filters);
measuring.observe(head);
measure();
applyFilters();
