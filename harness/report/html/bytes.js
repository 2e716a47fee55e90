// Renders bytes: text as it is, and invisible bytes (control characters, ill-formed UTF-8, in wire bytes also line ends
// other than CR LF) as highlighted escapes.
'use strict';

const kInvisible = /[\p{C}\p{Zl}\p{Zp}]/u;

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function escapedByte(byte) {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

// Splits a text into pieces {text, escape}. `wire`: only CR LF ends a line without a visible escape.
function piecesOfText(text, wire) {
  const pieces = [];
  const add = (piece, escape) => {
    const last = pieces.at(-1);
    if (last && last.escape === escape && !last.ends) {
      last.text += piece;
    } else {
      pieces.push({ text: piece, escape });
    }
  };
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; ++at) {
    const character = characters[at];
    if (character === '\r' && characters[at + 1] === '\n') {
      pieces.push({ text: '\n', escape: false, ends: true });
      ++at;
    } else if (character === '\n') {
      pieces.push(wire ? { text: '\\n\n', escape: true, ends: true } : { text: '\n', escape: false, ends: true });
    } else if (kInvisible.test(character)) {
      add(Array.from(new TextEncoder().encode(character), escapedByte).join(''), true);
    } else {
      add(character, false);
    }
  }
  return pieces;
}

// Bytes that are not UTF-8: ASCII as text, every other byte as an escape.
function piecesOfBytes(bytes, wire) {
  const pieces = [];
  let plain = '';
  const flush = () => {
    pieces.push(...piecesOfText(plain, wire));
    plain = '';
  };
  for (const byte of bytes) {
    if (byte < 0x80) {
      plain += String.fromCharCode(byte);
    } else {
      flush();
      pieces.push({ text: escapedByte(byte), escape: true });
    }
  }
  flush();
  return pieces;
}

function piecesOf(shown, part, wire) {
  if (shown[`${part}_base64`] !== undefined) {
    return piecesOfBytes(bytesOf(shown[`${part}_base64`]), wire);
  }
  return shown[part] === undefined ? [] : piecesOfText(shown[part], wire);
}

// A block for bytes in the format of html_data: {size, head, left_out, tail}.
function bytesBlock(shown, label, wire) {
  const block = element('pre', { tabindex: 0, role: 'group', 'aria-label': label });
  const add = (pieces) => {
    for (const piece of pieces) {
      block.append(piece.escape ? element('span', { class: 'escape' }, piece.text) : piece.text);
    }
  };
  add(piecesOf(shown, 'head', wire));
  if (shown.left_out) {
    block.append(element('span', { class: 'left-out' }, `\n[… ${shown.left_out} bytes left out here …]\n`));
    add(piecesOf(shown, 'tail', wire));
  }
  return block;
}
