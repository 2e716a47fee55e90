// Creates elements. Text is inserted as text nodes and attributes only, never as markup, because it contains data of
// clients and from the wire.
'use strict';

document.documentElement.classList.remove('plain');

const report = JSON.parse(document.getElementById('data').textContent);

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
  return made;
}

function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

// 12.3 ms, 1.25 s: formats a duration in microseconds.
function timeText(microseconds) {
  if (microseconds === undefined) {
    return 'never';
  }
  const milliseconds = microseconds / 1000;
  if (Math.abs(milliseconds) >= 1000) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  return `${milliseconds.toFixed(Math.abs(milliseconds) >= 100 ? 0 : 1)} ms`;
}
