/* Keys of the whole panel. JupyterLab's own shortcuts stay out of it, fields keep their keys, and an input method does not get
   in the way: the place of the key counts, not the character. */
const FIELDS = 'input, textarea, select, [contenteditable="true"]';

function render({ model, el }) {
  const field = document.createElement('div');
  field.className = 'wb wb-keys';
  field.tabIndex = 0;
  const write = () => { field.textContent = model.get('hint'); };
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab' || event.repeat || event.target.closest(FIELDS)) return;
    const key = event.code.replace(/^(Key|Digit|Numpad)/, '').toLowerCase();
    if (!model.get('heard').includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ key });
  };
  /** A click anywhere in the panel but on a field or the map gives the keys back to it. */
  const back = (event) => {
    if (!event.target.closest(FIELDS + ', .wb-map')) setTimeout(() => field.focus({ preventScroll: true }), 30);
  };
  let panel = field;
  write();
  model.on('change:hint', write);
  el.appendChild(field);
  requestAnimationFrame(() => {
    panel = field.closest('.wb-panel') || field;
    panel.setAttribute('data-lm-suppress-shortcuts', 'true');
    panel.addEventListener('keydown', press);
    panel.addEventListener('pointerup', back);
  });
  return () => {
    panel.removeEventListener('keydown', press);
    panel.removeEventListener('pointerup', back);
    model.off('change:hint', write);
  };
}
export default { render };
