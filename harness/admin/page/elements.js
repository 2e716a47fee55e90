// Elements that exist, lists of elements, and texts.
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
