/* Where a map looks, and how pointer, wheel and keys move it. The wheel zooms a map that has the focus; a page scrolls else. */
const NEAREST = 2 ** 30, FARTHEST = 400, NARROWEST = 4e-6; // pixels per world; width of the world that a fit never goes below

function makeCamera(box, moved, clicked) {
  const at = { x: 0.79, y: 0.41, scale: 2200 };
  const made = { at };
  const limit = (scale) => Math.min(NEAREST, Math.max(FARTHEST, scale));

  made.view = (padding = 0) => {
    const width = box.clientWidth, height = box.clientHeight, ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
    const wide = width * (1 + 2 * padding), high = height * (1 + 2 * padding);
    return { scale: at.scale, left: at.x * at.scale - wide / 2, top: at.y * at.scale - high / 2, width: wide, height: high,
      ratio, zoom: Math.log2(at.scale / 256) };
  };
  made.world = (x, y) => {
    const view = made.view();
    return [(x + view.left) / view.scale, (y + view.top) / view.scale];
  };
  made.zoom = (factor, x = box.clientWidth / 2, y = box.clientHeight / 2) => {
    const dx = x - box.clientWidth / 2, dy = y - box.clientHeight / 2, next = limit(at.scale * factor);
    at.x += dx / at.scale - dx / next;
    at.y += dy / at.scale - dy / next;
    at.scale = next;
    moved();
  };
  made.pan = (dx, dy) => {
    at.x += dx / at.scale;
    at.y += dy / at.scale;
    moved();
  };
  /** Puts west, south, east, north into the view. */
  made.fit = (extent) => {
    if (extent.length !== 4 || !box.clientWidth) return false;
    const { mercator } = window.workbench;
    const [left, bottom] = mercator(extent[0], extent[1]), [right, top] = mercator(extent[2], extent[3]);
    at.x = (left + right) / 2;
    at.y = (top + bottom) / 2;
    const across = Math.max(right - left, NARROWEST), down = Math.max(bottom - top, NARROWEST);
    at.scale = limit(0.9 * Math.min(box.clientWidth / across, box.clientHeight / down));
    moved();
    return true;
  };

  let held = null;
  const start = (event) => {
    held = { x: event.offsetX, y: event.offsetY, dragged: false };
    event.target.setPointerCapture(event.pointerId);
    box.focus({ preventScroll: true });
  };
  const go = (event) => {
    if (!held) return;
    const dx = event.offsetX - held.x, dy = event.offsetY - held.y;
    if (!held.dragged && Math.hypot(dx, dy) < 4) return;
    Object.assign(held, { x: event.offsetX, y: event.offsetY, dragged: true });
    made.pan(-dx, -dy);
  };
  const end = (event) => {
    const was = held;
    held = null;
    if (was && !was.dragged) clicked(event.offsetX, event.offsetY);
  };
  made.dragging = () => Boolean(held && held.dragged);
  made.listen = (canvas) => {
    canvas.addEventListener('pointerdown', start);
    canvas.addEventListener('pointermove', go);
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('dblclick', (event) => made.zoom(2, event.offsetX, event.offsetY));
    canvas.addEventListener('wheel', (event) => {
      if (document.activeElement !== box && !event.ctrlKey) return;
      event.preventDefault();
      made.zoom(Math.exp(-event.deltaY / 350), event.offsetX, event.offsetY);
    }, { passive: false });
    box.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
      const factor = { '+': 2, '=': 2, '-': 0.5 }[event.key];
      if (!step && !factor) return;
      event.preventDefault();
      event.stopPropagation();
      if (step) made.pan(...step);
      else made.zoom(factor);
    });
  };
  return made;
}
