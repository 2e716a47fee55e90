// What the other scripts need of the page: its data.
'use strict';

document.documentElement.classList.remove('plain');

const report = JSON.parse(document.getElementById('data').textContent);
