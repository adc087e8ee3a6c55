// The page works without it: it adds copy buttons, and shows a choice without a reload.
'use strict';

// An address may end its line after a slash, and nowhere inside a word.
const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
const addresses = [];
while (texts.nextNode()) {
  if (texts.currentNode.data.includes('://')) {
    addresses.push(texts.currentNode);
  }
}
for (const text of addresses) {
  const pieces = text.data.split(/(?<=[^:/\s]\/)(?=[^/\s])/);
  text.replaceWith(...pieces.flatMap((piece, i) => (i ? [document.createElement('wbr'), piece] : [piece])));
}

for (const source of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy: ' + source.textContent.slice(0, 60));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  source.after(button);
}

const picker = document.querySelector('[data-picker]');
if (picker) {
  const boxes = [...picker.querySelectorAll('input[type=checkbox]')];
  const implied = box => box.dataset.implies.split(' ').filter(Boolean);
  const bringing = (box, picked) => picked.filter(other => other !== box && implied(other).includes(box.value));
  const labels = list => list.map(box => box.dataset.label).join(', ');

  const show = () => {
    const picked = boxes.filter(box => box.checked);
    for (const box of boxes) {
      const along = box.closest('.box').querySelector('.along');
      const by = box.checked ? [] : bringing(box, picked);
      along.hidden = by.length === 0;
      along.querySelector('span').textContent = labels(by);
    }
    const ticks = picked.filter(box => bringing(box, picked).length === 0);
    document.getElementById('ticks').replaceChildren(...ticks.map(box => {
      const item = document.createElement('li');
      const brought = boxes.filter(other => implied(box).includes(other.value));
      item.textContent = box.dataset.label + (brought.length ? ' (brings ' + labels(brought) + ')' : '');
      return item;
    }));
    const json = JSON.stringify(picked.map(box => box.value));
    const command = document.getElementById('command');
    command.textContent = command.textContent.replace(/"permissions": \[[^\]]*]/, '"permissions": ' + json);
    document.getElementById('json').textContent = json;
  };
  picker.addEventListener('change', show);
  picker.querySelector('button').hidden = true;
  show();
}
