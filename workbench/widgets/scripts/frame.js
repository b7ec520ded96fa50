/* A finished page in a frame that may run nothing, reach nothing and open nothing. */
function render({ model, el }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', '');
  frame.className = 'wb-frame';
  const write = () => {
    const page = model.get('page');
    frame.title = model.get('title');
    frame.style.height = model.get('height_px') + 'px';
    frame.hidden = !page;
    frame.srcdoc = page;
  };
  write();
  model.on('change:page', write);
  const box = el.appendChild(document.createElement('div'));
  box.className = 'wb';
  box.appendChild(frame);
  return () => model.off('change:page', write);
}
export default { render };
