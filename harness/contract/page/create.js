// Creates elements and texts, for the live page and for reports. Text is inserted as text nodes and attributes only, never
// as markup, because names, headers and bodies come from clients and from the wire.
'use strict';

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

// 12.3 ms, 1.25 s, 3 min 5 s: formats a duration in microseconds, which may be negative.
function timeText(microseconds) {
  if (microseconds === undefined) {
    return 'never';
  }
  const milliseconds = microseconds / 1000;
  const size = Math.abs(milliseconds);
  if (size >= 60000) {
    const seconds = Math.round(size / 1000);
    return `${milliseconds < 0 ? '-' : ''}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  if (size >= 1000) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  return `${milliseconds.toFixed(size >= 100 ? 0 : 1)} ms`;
}
