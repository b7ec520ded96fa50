/* A field that takes keys while it has the focus. JupyterLab's own shortcuts stay out of it, and so does an input method:
   the place of the key counts, not the character. */
function render({ model, el }) {
  const field = document.createElement('div');
  field.className = 'wb-keys';
  field.tabIndex = 0;
  field.setAttribute('data-lm-suppress-shortcuts', 'true');
  const write = () => { field.textContent = model.get('hint'); };
  write();
  model.on('change:hint', write);
  field.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab' || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    const key = event.code.replace(/^(Key|Digit|Numpad)/, '').toLowerCase();
    model.send({ key });
  });
  el.appendChild(field);
}
export default { render };
