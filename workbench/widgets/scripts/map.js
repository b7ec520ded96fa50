/* The map of the widgets. The same scripts as in the map file draw its layers; they stand before this text and know
   nothing of Leaflet or the page. What people or data say goes in by textContent only. */
const { mercator, unproject, element, makers, names, ground: readGround, grouped, formatted } = window.workbench;
const PADDING = 0.25; // what is drawn around the view, so that a drag moves a picture

function styleOf(spec) {
  const entries = spec.legend.entries;
  const style = { colours: entries.map((entry) => entry.colour), hidden: entries.map((entry) => Boolean(entry.hidden)) };
  style.shown = (index) => !style.hidden[index];
  return style;
}

/** One line of a legend: shows and hides its class. */
function legendEntry(entry, count, hidden, toggle) {
  const row = element('button', 'wb-entry'), swatch = row.appendChild(element('span', 'wb-swatch'));
  swatch.style.background = entry.colour;
  row.type = 'button';
  row.setAttribute('aria-pressed', String(!hidden));
  row.appendChild(element('span', 'wb-entry-label', entry.label));
  if (count !== null && count !== undefined) row.appendChild(element('span', 'wb-entry-count', grouped(count)));
  row.addEventListener('click', toggle);
  return row;
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const box = element('div', 'wb wb-map'), canvas = element('canvas'), card = element('div', 'wb-card');
  const tools = element('div', 'wb-tools'), foot = element('div', 'wb-scale'), legend = element('div', 'wb-legend');
  box.tabIndex = 0;
  box.setAttribute('data-lm-suppress-shortcuts', 'true');
  box.style.height = get('height_px') + 'px';
  card.hidden = true;
  box.append(canvas, tools, foot, legend, card);
  el.appendChild(box);
  const ctx = canvas.getContext('2d'), buffer = document.createElement('canvas');
  const scored = scoredPoints(), camera = makeCamera(box, moved, clicked);
  let layers = [], ground = null, drawn = null, stale = true, waiting = 0, fitted = false, telling = 0, gone = false, over = null;
  for (const [sign, word, act] of [['+', 'nearer', () => camera.zoom(2)], ['−', 'farther', () => camera.zoom(0.5)], ['⤢', 'all', fit]]) {
    const button = tools.appendChild(element('button', '', sign));
    button.type = 'button';
    button.title = get('words')[word] || '';
    button.setAttribute('aria-label', button.title);
    button.addEventListener('click', act);
  }

  const dark = () => getComputedStyle(box).getPropertyValue('--wb-dark').trim() === '1';
  function soon() {
    if (!waiting && !gone) waiting = requestAnimationFrame(show);
  }
  function again() { stale = true; soon(); }
  function moved() { card.hidden = true; over = null; soon(); tell(); }
  function fit() { fitted = camera.fit(get('extent')); again(); }

  /** Draws everything on the buffer, a little beyond the view. */
  function paint() {
    const view = camera.view(PADDING), pen = buffer.getContext('2d');
    buffer.width = Math.round(view.width * view.ratio);
    buffer.height = Math.round(view.height * view.ratio);
    pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    // the calm greys of the ground, turned round, are those of a dark one
    pen.filter = dark() ? 'invert(.89) hue-rotate(180deg)' : 'none';
    if (ground) ground.land.draw(pen, view);
    pen.filter = 'none';
    for (const layer of layers) {
      pen.globalAlpha = layer.spec.opacity ?? 1;
      drawLayer(pen, layer, view);
    }
    pen.globalAlpha = 1;
    drawAround(pen, view);
    scored.draw(pen, view, get('colours'));
    const named = layers.filter((layer) => layer.painter.labels).map((layer) => (seen) => layer.painter.labels(seen, layer.style));
    pen.filter = dark() ? 'invert(.89) hue-rotate(180deg)' : 'none';
    names(() => [...named, around, ...(ground ? [ground.labels] : [])]).draw(pen, view);
    pen.filter = 'none';
    drawMarks(pen, get('marks'), view);
    drawn = view;
    stale = false;
  }
  /** Named places around: a dot and a name below it, where there is room. */
  function around() {
    return get('context').map((place) => ({ text: place.name, at: mercator(place.lng, place.lat), below: 10, weight: 400, size: 11, colour: '#7b8794' }));
  }
  function drawAround(pen, view) {
    pen.fillStyle = '#9aa5b1';
    for (const place of get('context')) {
      disc(pen, ...onScreen(place.lng, place.lat, view), 2);
      pen.fill();
    }
  }
  /** A layer goes through a sheet of its own: cells drawn as pixels would wipe what lies below. */
  function drawLayer(pen, layer, view) {
    const sheet = (layer.sheet = layer.sheet || document.createElement('canvas')), own = sheet.getContext('2d');
    sheet.width = buffer.width;
    sheet.height = buffer.height;
    own.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    layer.painter.draw(own, view, layer.style);
    pen.drawImage(sheet, 0, 0, view.width, view.height);
  }
  function covered(view) {
    return drawn && drawn.scale === view.scale && drawn.ratio === view.ratio && view.left >= drawn.left && view.top >= drawn.top &&
      view.left + view.width <= drawn.left + drawn.width && view.top + view.height <= drawn.top + drawn.height;
  }
  function show() {
    waiting = 0;
    if (!box.clientWidth || !box.clientHeight) return;
    if (!fitted && get('extent').length === 4) fitted = camera.fit(get('extent'));
    const view = camera.view();
    if (stale || !covered(view)) paint();
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
    ctx.drawImage(buffer, Math.round((drawn.left - view.left) * view.ratio), Math.round((drawn.top - view.top) * view.ratio));
    if (over && over.layer) outline(view);
    scale(view);
    canvas.dataset.drawn = String(Number(canvas.dataset.drawn || 0) + 1);
  }
  function outline(view) {
    ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    for (const [colour, width] of [['#ffffff', 4.5], ['#17202a', 2]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      over.layer.painter.outline(over.row, ctx, view);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }
  function scale(view) {
    const metre = metresToPixels(1, unproject(camera.at.x, camera.at.y)[1], view);
    const steps = [1e6, 1e5, 1e4, 1000, 100, 10].flatMap((ten) => [5 * ten, 2 * ten, ten]);
    const metres = steps.find((each) => each * metre < 110) || 10;
    foot.textContent = metres >= 1000 ? metres / 1000 + ' km' : metres + ' m';
    foot.style.width = Math.max(12, metres * metre) + 'px';
  }

  async function readLayers() {
    const made = await Promise.all(get('layers').map(async (spec) => ({ spec, painter: await makers[spec.kind](spec), style: styleOf(spec) })));
    if (gone) return;
    layers = made;
    regrade();
  }
  /** New limits and colours for the cells of a layer, without sending the cells again. */
  function regrade() {
    const next = get('grading');
    const layer = layers[next.layer || 0];
    if (next.limits && layer && layer.painter.model) {
      layer.spec = { ...layer.spec, limits: next.limits, legend: { ...layer.spec.legend, entries: next.entries } };
      layer.style = styleOf(layer.spec);
      window.workbench.cells.classify(layer.painter.model, next.limits, next.min_count ?? layer.spec.min_count);
    }
    tellLegend();
    again();
  }
  async function readLand() {
    const spec = get('ground');
    ground = spec && spec.levels ? await readGround(spec) : null;
    again();
  }
  function readPoints() {
    scored.read(get('points'), get('values'), get('anchor'));
    grade();
  }
  function grade() {
    scored.grade(get('cuts'));
    canvas.dataset.counts = scored.counts.join();
    tellLegend();
    again();
  }
  function tellLegend() {
    const rows = [];
    get('legend').forEach((entry, index) => rows.push(legendEntry(entry, scored.counts[index], scored.hidden[index], () => {
      scored.hidden[index] = !scored.hidden[index];
      tellLegend();
      again();
    })));
    for (const layer of layers) {
      const { spec, style } = layer;
      rows.push(element('div', 'wb-legend-title', spec.title));
      spec.legend.entries.forEach((entry, index) => {
        if (!entry.unused) rows.push(legendEntry(entry, entry.count, style.hidden[index], () => {
          style.hidden[index] = !style.hidden[index];
          tellLegend();
          again();
        }));
      });
      if (spec.note) rows.push(element('div', 'wb-legend-note', spec.note));
    }
    legend.replaceChildren(...rows);
    legend.hidden = !rows.length;
  }

  /** Says which part of the world is in view, once the view rests. */
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const [west, north] = unproject(...camera.world(0, 0)), [east, south] = unproject(...camera.world(box.clientWidth, box.clientHeight));
      model.set('seen', [west, south, east, north]);
      model.save_changes();
    }, 250);
  }
  /** What lies at a pixel: marks before points, points before layers, higher layers first. */
  function find(x, y) {
    const view = camera.view(), marks = get('marks'), mark = hitMark(marks, x, y, view);
    if (mark >= 0) return { what: 'mark', row: mark, lines: marks[mark].told ? marks[mark].told.split('\n') : null };
    const point = scored.hit(x, y, view);
    if (point >= 0) return { what: 'point', row: point, lines: [get('legend')[scored.classOf(point)]?.label || '', formatted(scored.confidence(point), 'share')] };
    const [wx, wy] = camera.world(x, y);
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index], row = layer.painter.hit(wx, wy, view, layer.style);
      if (row < 0) continue;
      const read = layer.painter.read(row);
      return { what: 'layer', index, row, layer, lines: [read.title, ...read.lines.map(([label, text]) => label + '  ' + text)] };
    }
    return null;
  }
  function clicked(x, y) {
    const found = find(x, y), [lng, lat] = unproject(...camera.world(x, y));
    model.set('picked', { what: found ? found.what : 'ground', row: found ? found.row : -1, layer: found?.index ?? -1, lng, lat,
      times: (get('picked').times || 0) + 1 });
    model.save_changes();
  }
  canvas.addEventListener('pointermove', (event) => {
    if (camera.dragging()) return;
    over = find(event.offsetX, event.offsetY);
    canvas.style.cursor = over ? 'pointer' : '';
    soon();
    card.hidden = !(over && over.lines);
    if (card.hidden) return;
    card.replaceChildren(...over.lines.map((text, index) => element(index ? 'div' : 'strong', '', text)));
    const right = event.offsetX + 16 + card.offsetWidth > box.clientWidth;
    card.style.left = Math.max(2, right ? event.offsetX - card.offsetWidth - 12 : event.offsetX + 16) + 'px';
    card.style.top = Math.max(2, Math.min(event.offsetY + 12, box.clientHeight - card.offsetHeight - 4)) + 'px';
  });
  canvas.addEventListener('pointerleave', () => { card.hidden = true; over = null; soon(); });
  camera.listen(canvas);

  const heard = { layers: readLayers, grading: regrade, ground: readLand, points: readPoints, values: readPoints, cuts: grade,
    legend: tellLegend, marks: again, context: again, colours: again, extent: fit };
  for (const [name, act] of Object.entries(heard)) model.on('change:' + name, act);
  const sized = new ResizeObserver(again), themed = new MutationObserver(again);
  sized.observe(box);
  themed.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'class'] });
  readLand();
  readPoints();
  readLayers();
  return () => {
    gone = true;
    sized.disconnect();
    themed.disconnect();
    clearTimeout(telling);
    for (const [name, act] of Object.entries(heard)) model.off('change:' + name, act);
  };
}
export default { render };
