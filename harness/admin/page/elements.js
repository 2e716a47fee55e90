// Creates elements. Text is inserted as text nodes and attributes only, never as markup, because names, headers and bodies
// come from clients.
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

const byId = (id) => document.getElementById(id);

// Changes the text of an element only if it differs, so that screen readers and selections are not disturbed.
function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

// Makes the children of `list` those of `items`, in order. An item keeps its element: `make` is called once for each key,
// `update` each time.
function showItems(list, items, keyOf, make, update) {
  const kept = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let before = null;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = kept.get(key);
    kept.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    update(child, item);
    const wanted = before ? before.nextSibling : list.firstChild;
    if (child !== wanted) {
      list.insertBefore(child, wanted);
    }
    before = child;
  }
  for (const child of kept.values()) {
    child.remove();
  }
}

const wholeNumber = new Intl.NumberFormat('en');
const numberText = (value) => wholeNumber.format(Math.round(value));

// 12.3 ms, 1.25 s, 3 min 5 s: formats a duration in microseconds.
function timeText(microseconds) {
  const milliseconds = microseconds / 1000;
  if (milliseconds >= 60000) {
    return `${Math.floor(milliseconds / 60000)} min ${Math.round((milliseconds % 60000) / 1000)} s`;
  }
  if (milliseconds >= 1000) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  return `${milliseconds.toFixed(milliseconds >= 100 ? 0 : 1)} ms`;
}

// The group of a status, which decides its colour.
function groupOf(status) {
  const number = Number(status);
  if (number === 0) {
    return 'none';
  }
  if (number >= 200 && number < 300) {
    return 'good';
  }
  return number === 429 ? 'slow' : number >= 400 ? 'bad' : 'other';
}

const statusText = (status) => (Number(status) === 0 ? 'no response' : String(status));
