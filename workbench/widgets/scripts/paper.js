/* Blocks of text, figures and tables. Every word goes in as textContent: nothing of the data is ever markup. */
function make(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

/** Shares laid side by side in one bar. */
function strip(parts) {
  const bar = make('span', 'wb-strip');
  for (const part of parts) {
    const piece = bar.appendChild(make('span'));
    piece.style.width = Math.max(0, Math.min(1, part.share)) * 100 + '%';
    piece.style.background = part.colour;
    if (part.told) piece.title = part.told;
  }
  return bar;
}

function fillCell(cell, value) {
  if (value === null || value === undefined) cell.textContent = '–';
  else if (typeof value !== 'object') cell.textContent = value;
  else if (value.parts) cell.appendChild(strip(value.parts));
  else {
    if (value.colour) cell.appendChild(make('span', 'wb-dot')).style.background = value.colour;
    cell.appendChild(make('span', value.tone ? 'wb-' + value.tone : '', value.text));
    if (value.below) cell.appendChild(make('div', 'wb-below', value.below));
    if (value.bar !== undefined) cell.appendChild(strip([{ share: value.bar, colour: value.colour || 'var(--wb-accent)' }]));
  }
}

function table(block, pick) {
  if (!block.rows.length) return make('div', 'wb-empty', block.empty);
  const box = make('div', 'wb-table'), grid = box.appendChild(make('table'));
  const head = grid.appendChild(make('thead')).appendChild(make('tr')), body = grid.appendChild(make('tbody'));
  if (block.height_px) box.style.maxHeight = block.height_px + 'px';
  for (const column of block.columns) {
    const cell = head.appendChild(make('th', column.number ? 'wb-number' : '', column.label));
    cell.scope = 'col';
    if (column.hint) cell.title = column.hint;
    if (column.width) cell.style.width = column.width;
  }
  block.rows.forEach((values, row) => {
    const line = body.appendChild(make('tr', row === block.marked ? 'wb-marked' : ''));
    values.forEach((value, index) => fillCell(line.appendChild(make('td', block.columns[index].number ? 'wb-number' : '')), value));
    if (!block.name) return;
    line.classList.add('wb-pickable');
    line.tabIndex = 0;
    line.addEventListener('click', () => pick(block.name, row));
    line.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') pick(block.name, row);
    });
  });
  return box;
}

function figures(block) {
  const box = make('div', 'wb-figures');
  for (const each of block.items) {
    const figure = box.appendChild(make('div', 'wb-figure'));
    const label = figure.appendChild(make('div', 'wb-figure-label', each.label));
    if (each.colour) label.prepend(Object.assign(make('span', 'wb-dot'), { style: 'background:' + each.colour }));
    figure.appendChild(make('div', 'wb-figure-value' + (each.tone ? ' wb-' + each.tone : ''), each.value));
    figure.appendChild(make('div', 'wb-below', each.below || ''));
  }
  return box;
}

function progress(block) {
  const box = make('div', 'wb-progress' + (block.share === null ? ' wb-busy' : ''));
  const bar = box.appendChild(make('div', 'wb-progress-bar')).appendChild(make('span'));
  if (block.share !== null) bar.style.width = Math.round(block.share * 100) + '%';
  box.appendChild(make('div', 'wb-below', block.text));
  box.setAttribute('role', 'status');
  return box;
}

/** Small boxes in a row: a word with a label over it. */
function chips(block) {
  const box = make('div', 'wb-chips');
  for (const each of block.items) {
    const chip = box.appendChild(make('div', 'wb-chip' + (each.tone ? ' wb-' + each.tone : '')));
    if (each.hint) chip.title = each.hint;
    if (each.label) chip.appendChild(make('span', 'wb-chip-label', each.label));
    chip.appendChild(make('span', 'wb-chip-text', each.text));
  }
  return box;
}

const MAKERS = {
  heading: (block) => make('div', 'wb-heading', block.text),
  text: (block) => make('div', 'wb-text wb-' + (block.tone || 'plain'), block.text),
  table, figures, progress, chips,
};

function render({ model, el }) {
  const box = el.appendChild(make('div', 'wb wb-paper'));
  const pick = (name, row) => {
    model.set('picked', { name, row, times: (model.get('picked').times || 0) + 1 });
    model.save_changes();
  };
  const write = () => {
    const held = [...box.querySelectorAll('.wb-table')].map((each) => [each.scrollTop, each.scrollLeft]);
    box.replaceChildren(...model.get('blocks').map((block) => MAKERS[block.kind](block, pick)));
    box.querySelectorAll('.wb-table').forEach((each, index) => {
      if (held[index]) [each.scrollTop, each.scrollLeft] = held[index];
    });
    box.hidden = !model.get('blocks').length;
  };
  write();
  model.on('change:blocks', write);
  return () => model.off('change:blocks', write);
}
export default { render };
