/* A small chart as SVG: bands, bars, lines, dots and rules that can be dragged. Words go in as textContent. */
const NS = 'http://www.w3.org/2000/svg';
const LEFT = 58, RIGHT = 14, TOP = 14, FOOT = 38;

function shape(tag, attributes, text) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const FORMATS = {
  share: (value) => Math.round(value * 1000) / 10 + '%',
  hundredth: (value) => value.toFixed(2),
  number: (value) => String(Math.round(value * 100) / 100).replace(/\B(?=(\d{3})+(?!\d))/g, ','),
  none: () => '',
};

/** From 3 to 7 round numbers between two ends. */
function ticksOf(axis, room) {
  if (axis.ticks) return axis.ticks;
  const span = axis.max - axis.min || 1, rough = span / Math.max(2, Math.min(6, room / 45));
  const ten = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= rough);
  const found = [];
  for (let at = Math.ceil(axis.min / step - 1e-9) * step; at <= axis.max + step * 1e-6; at += step) found.push(Math.round(at * 1e9) / 1e9);
  return found;
}

function render({ model, el }) {
  const box = el.appendChild(document.createElement('div'));
  box.className = 'wb wb-chart';
  const told = document.createElement('div');
  told.className = 'wb-card';
  told.hidden = true;
  let held = null, width = 0, spec = null, gone = false;
  const high = () => model.get('height_px');
  const x = (value) => LEFT + ((value - spec.x.min) / (spec.x.max - spec.x.min || 1)) * (width - LEFT - RIGHT);
  const y = (value) => high() - FOOT - ((value - spec.y.min) / (spec.y.max - spec.y.min || 1)) * (high() - FOOT - TOP);
  const clip = (value, axis) => Math.min(axis.max, Math.max(axis.min, value));
  const pair = (a, b) => x(clip(a, spec.x)).toFixed(1) + ',' + y(clip(b, spec.y)).toFixed(1);

  function axes(svg) {
    const format = [FORMATS[spec.x.format || 'number'], FORMATS[spec.y.format || 'number']];
    for (const tick of ticksOf(spec.y, high() - TOP - FOOT)) {
      svg.appendChild(shape('line', { x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick), class: 'wb-grid' }));
      svg.appendChild(shape('text', { x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }, format[1](tick)));
    }
    for (const tick of ticksOf(spec.x, width - LEFT - RIGHT)) {
      svg.appendChild(shape('text', { x: x(tick), y: high() - FOOT + 15, 'text-anchor': 'middle' }, format[0](tick)));
    }
    svg.appendChild(shape('text', { x: (LEFT + width - RIGHT) / 2, y: high() - 5, 'text-anchor': 'middle' }, spec.x.title || ''));
    const middle = (TOP + high() - FOOT) / 2;
    svg.appendChild(shape('text', { x: 11, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 11 ${middle})` }, spec.y.title || ''));
  }
  function marks(svg) {
    for (const bar of spec.bars || []) {
      const top = y(clip(bar.y, spec.y)), left = x(bar.from), right = x(bar.to);
      svg.appendChild(shape('rect', { x: left + 0.5, y: top, width: Math.max(0.5, right - left - 1), height: Math.max(0, y(spec.y.min) - top), fill: bar.colour, rx: 1 }));
    }
    for (const band of spec.bands || []) {
      const there = band.x.map((value, index) => pair(value, band.high[index])), back = band.x.map((value, index) => pair(value, band.low[index])).reverse();
      svg.appendChild(shape('polygon', { points: [...there, ...back].join(' '), fill: band.colour, opacity: band.opacity || 0.2 }));
    }
    for (const line of spec.lines || []) {
      const drawn = svg.appendChild(shape('polyline', { points: line.x.map((value, index) => pair(value, line.y[index])).join(' '), fill: 'none', stroke: line.colour, 'stroke-width': line.width || 2, 'stroke-linejoin': 'round' }));
      if (line.dash) drawn.setAttribute('stroke-dasharray', line.dash);
    }
    for (const dot of spec.dots || []) {
      if (dot.low !== undefined) svg.appendChild(shape('line', { x1: x(dot.x), x2: x(dot.x), y1: y(clip(dot.low, spec.y)), y2: y(clip(dot.high, spec.y)), stroke: dot.colour, 'stroke-width': 2 }));
      const made = svg.appendChild(shape('circle', { cx: x(clip(dot.x, spec.x)), cy: y(clip(dot.y, spec.y)), r: dot.size || 4, fill: dot.colour, class: 'wb-dotted' }));
      if (dot.told) hear(made, dot);
    }
  }
  function hear(made, dot) {
    made.addEventListener('pointerenter', () => {
      told.hidden = false;
      told.replaceChildren(...dot.told.split('\n').map((text, index) => Object.assign(document.createElement(index ? 'div' : 'strong'), { textContent: text })));
      told.style.left = Math.max(2, Math.min(x(dot.x) + 10, width - told.offsetWidth - 4)) + 'px';
      told.style.top = Math.max(2, y(dot.y) - told.offsetHeight - 8) + 'px';
    });
    made.addEventListener('pointerleave', () => { told.hidden = true; });
    if (dot.name === undefined) return;
    made.style.cursor = 'pointer';
    made.addEventListener('click', () => send('picked', { name: dot.name, times: (model.get('picked').times || 0) + 1 }));
  }
  function send(name, value) {
    model.set(name, value);
    model.save_changes();
  }
  /** Rules stand across the chart; those with a name follow the pointer and tell where they are. */
  function rules(svg) {
    for (const rule of spec.rules || []) {
      const at = x(clip(held && held.name === rule.name ? held.value : rule.x, spec.x));
      svg.appendChild(shape('line', { x1: at, x2: at, y1: TOP - 4, y2: high() - FOOT, stroke: rule.colour, 'stroke-width': 2 }));
      const end = at > width - 90;
      svg.appendChild(shape('text', { x: at + (end ? -6 : 6), y: TOP + 6 + 14 * (rule.row || 0), 'text-anchor': end ? 'end' : 'start', class: 'wb-rule', fill: rule.colour }, rule.label || ''));
      if (!rule.name) continue;
      svg.appendChild(shape('circle', { cx: at, cy: high() - FOOT, r: 6, fill: rule.colour, class: 'wb-dotted' }));
      const grip = svg.appendChild(shape('rect', { x: at - 9, y: TOP - 4, width: 18, height: high() - FOOT - TOP + 12, fill: 'transparent', class: 'wb-grip' }));
      grip.addEventListener('pointerdown', (event) => {
        held = { name: rule.name, value: rule.x };
        box.setPointerCapture(event.pointerId);
        event.preventDefault();
      });
    }
  }
  function draw() {
    spec = model.get('spec');
    width = box.clientWidth;
    if (gone || !width) return;
    if (!spec.x) {
      box.replaceChildren(Object.assign(document.createElement('div'), { className: 'wb-empty', textContent: spec.empty || '' }));
      return;
    }
    const svg = shape('svg', { width, height: high(), role: 'img', 'aria-label': spec.told || '' });
    axes(svg);
    marks(svg);
    rules(svg);
    box.replaceChildren(svg, told);
  }
  box.addEventListener('pointermove', (event) => {
    if (!held) return;
    const share = (event.clientX - box.getBoundingClientRect().left - LEFT) / (width - LEFT - RIGHT), step = spec.x.step || 0.01;
    const value = spec.x.min + Math.min(1, Math.max(0, share)) * (spec.x.max - spec.x.min);
    held.value = Math.round(value / step) * step;
    send('moved', { name: held.name, x: held.value });
    draw();
  });
  box.addEventListener('pointerup', () => {
    held = null;
    draw();
  });
  const sized = new ResizeObserver(draw);
  sized.observe(box);
  box.style.minHeight = high() + 'px';
  model.on('change:spec', draw);
  draw();
  return () => {
    gone = true;
    sized.disconnect();
    model.off('change:spec', draw);
  };
}
export default { render };
