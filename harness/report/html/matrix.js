// Opens and closes the details of cases, folds areas, and moves between verdicts with the arrow keys. The open details
// are part of the URL and can be linked: #retry/503-then-ok@0.
'use strict';

const matrix = document.querySelector('.matrix');
const columns = report.clients.length + 2;

function buttonOf(row, run) {
  return row.querySelector(`.cell[data-run="${run}"]`);
}

function closeCase(number, andFocus) {
  const detail = document.getElementById(`detail-${number}`);
  if (!detail) {
    return;
  }
  const button = matrix.querySelector(`.cell[aria-controls="detail-${number}"]`);
  detail.remove();
  button.setAttribute('aria-expanded', 'false');
  button.removeAttribute('aria-controls');
  history.replaceState(null, '', location.pathname + location.search);
  if (andFocus) {
    focusOn(button);
  }
}

function openCase(button) {
  const { case: number, run } = button.dataset;
  closeCase(number, false);
  const one = report.cases[Number(number)];
  const close = () => closeCase(number, true);
  const sheets = one.cells[Number(run)].map((result) => sheet(one, result, report.clients[Number(run)], close));
  button.closest('tr').after(element('tr', { class: 'detail', id: `detail-${number}` }, element('td', { colspan: columns }, ...sheets)));
  button.setAttribute('aria-expanded', 'true');
  button.setAttribute('aria-controls', `detail-${number}`);
  history.replaceState(null, '', `#${encodeURI(one.name)}@${run}`);
}

function toggle(button) {
  if (button.getAttribute('aria-expanded') === 'true') {
    closeCase(button.dataset.case, false);
  } else {
    openCase(button);
  }
}

// Only one button of the table is in the tab order: the one that had the focus last.
function focusOn(button) {
  matrix.querySelector('.cell[tabindex="0"]')?.setAttribute('tabindex', '-1');
  button.setAttribute('tabindex', '0');
  button.focus();
}

function shownButtons(run) {
  return [...matrix.querySelectorAll(`.cell[data-run="${run}"]`)].filter((button) => button.offsetParent !== null);
}

function neighbour(button, key) {
  const row = button.closest('tr');
  const run = Number(button.dataset.run);
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (aside) {
    for (let next = run + aside; next >= 0 && next < report.clients.length; next += aside) {
      if (buttonOf(row, next)) {
        return buttonOf(row, next);
      }
    }
    return null;
  }
  const column = shownButtons(run);
  const at = column.indexOf(button);
  return { ArrowUp: column[at - 1], ArrowDown: column[at + 1], Home: column[0], End: column.at(-1) }[key] ?? null;
}

matrix.addEventListener('click', (event) => {
  const button = event.target.closest('.cell');
  const fold = event.target.closest('.fold');
  if (button) {
    focusOn(button);
    toggle(button);
  } else if (fold) {
    const folded = fold.closest('tbody').classList.toggle('folded');
    fold.setAttribute('aria-expanded', String(!folded));
  }
});

matrix.addEventListener('keydown', (event) => {
  const button = event.target.closest('.cell');
  const detail = event.target.closest('.detail');
  if (event.key === 'Escape' && (detail || button)) {
    closeCase(detail ? detail.id.replace('detail-', '') : button.dataset.case, true);
    return;
  }
  const next = button && !event.altKey && !event.ctrlKey && !event.metaKey ? neighbour(button, event.key) : null;
  if (next) {
    event.preventDefault();
    focusOn(next);
  }
});

for (const button of matrix.querySelectorAll('.cell')) {
  button.setAttribute('tabindex', '-1');
}
matrix.querySelector('.cell')?.setAttribute('tabindex', '0');

// The fragment of the URL; empty if it is not percent-encoded UTF-8, which decodeURI() reports by an exception.
function decodedFragment() {
  try {
    return decodeURI(location.hash.slice(1));
  } catch {
    return '';
  }
}

// Opens the details that the URL names. A filter or a folded area must not hide them.
function openLinked() {
  const fragment = decodedFragment();
  const at = fragment.lastIndexOf('@');
  const name = at < 0 ? fragment : fragment.slice(0, at);
  const number = report.cases.findIndex((one) => one.name === name);
  const run = at < 0 ? 0 : Number(fragment.slice(at + 1)) || 0;
  const button = matrix.querySelector(`.cell[data-case="${number}"][data-run="${run}"]`);
  if (!button) {
    return;
  }
  if (button.closest('tr').hidden) {
    showAll();
  }
  const body = button.closest('tbody');
  if (body.classList.contains('folded')) {
    body.classList.remove('folded');
    body.querySelector('.fold').setAttribute('aria-expanded', 'true');
  }
  openCase(button);
  focusOn(button);
  button.scrollIntoView({ block: 'start' });
}

addEventListener('hashchange', openLinked);
openLinked();
