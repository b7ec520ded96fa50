/* A finished page in a frame that may run nothing, reach nothing and open nothing. Each page gets a frame of its own:
   one that was hidden while it loaded may stay blank. */
function render({ model, el }) {
  const box = el.appendChild(document.createElement('div'));
  box.className = 'wb';
  const write = () => {
    box.replaceChildren();
    if (!model.get('page')) return;
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', '');
    frame.className = 'wb-frame';
    frame.title = model.get('title');
    frame.style.height = model.get('height_px') + 'px';
    frame.srcdoc = model.get('page');
    box.appendChild(frame);
  };
  write();
  model.on('change:page', write);
  return () => model.off('change:page', write);
}
export default { render };
