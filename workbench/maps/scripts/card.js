/* The card beside the pointer, and the outline of what it speaks of. A click keeps it, Escape lets it go. */
(function () {
  'use strict';
  const workbench = window.workbench, L = window.L;
  const RANK = { points: 0, rounds: 0, cells: 1, shapes: 2 };
  const MOST = 3; // sections in one card

  /** `layers`: [{canvas, painter, style, spec}] from the lowest to the highest. */
  workbench.watch = function (map, layers, words) {
    const card = workbench.element('div', 'card');
    card.hidden = true;
    card.setAttribute('role', 'status');
    document.body.appendChild(card);
    let found = null, kept = false, waiting = 0, last = null, dragging = false;

    const pane = map.createPane('found');
    pane.style.zIndex = 660;
    pane.style.pointerEvents = 'none';
    const mark = new workbench.Mark();
    map.addLayer(mark);

    /** Everything at the point: points and stops before cells, cells before polygons, higher layers first. */
    function look(event) {
      const [x, y] = workbench.mercator(event.latlng.lng, event.latlng.lat), hits = [];
      for (let index = layers.length - 1; index >= 0; index--) {
        const layer = layers[index];
        if (!layer.canvas._map) continue;
        const row = layer.painter.hit(x, y, layer.canvas.view(), layer.style);
        if (row >= 0) hits.push({ layer, row });
      }
      hits.sort((a, b) => RANK[a.layer.spec.kind] - RANK[b.layer.spec.kind]);
      return hits.length ? hits.slice(0, MOST) : null;
    }

    function section(hit) {
      const told = hit.layer.painter.read(hit.row), box = workbench.element('section');
      const head = box.appendChild(workbench.element('div', 'card-head'));
      const entry = hit.layer.spec.legend.entries[hit.layer.painter.classOf(hit.row)];
      const swatch = head.appendChild(workbench.element('span', 'dot'));
      swatch.style.background = entry.colour;
      head.appendChild(workbench.element('strong', '', told.title));
      box.appendChild(workbench.element('div', 'card-layer', hit.layer.spec.title));
      const list = box.appendChild(workbench.element('dl'));
      for (const [label, text] of told.lines) {
        list.appendChild(workbench.element('dt', '', label));
        list.appendChild(workbench.element('dd', '', text));
      }
      return box;
    }

    function fill() {
      card.replaceChildren(...found.map(section));
      if (kept) card.appendChild(workbench.element('div', 'card-hint', words.escape));
    }

    function place(point) {
      card.hidden = false;
      const width = card.offsetWidth, height = card.offsetHeight;
      const right = point.x + 18 + width > window.innerWidth, low = point.y + 18 + height > window.innerHeight;
      card.style.left = Math.max(6, right ? point.x - width - 14 : point.x + 18) + 'px';
      card.style.top = Math.max(6, low ? point.y - height - 14 : point.y + 18) + 'px';
    }

    const key = (hits) => (hits || []).map((hit) => hit.layer.canvas.level + '/' + hit.row).join();

    function show(next, point) {
      const same = key(found) === key(next);
      if (!same) {
        found = next;
        if (found) fill();
        mark.show(found && found[0]);
      }
      if (found) place(point);
      else card.hidden = true;
    }

    function drop() {
      kept = false;
      card.classList.remove('kept');
      show(null);
    }

    map.on('mousemove', (event) => {
      last = event;
      if (kept || waiting || dragging) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        if (!kept && last && !dragging) show(look(last), last.containerPoint);
      });
    });
    map.on('dragstart dragend', (event) => {
      dragging = event.type === 'dragstart';
    });
    map.on('mouseout', () => {
      last = null;
      if (!kept) show(null);
    });
    map.on('click', (event) => {
      const next = look(event);
      drop();
      if (!next) return;
      kept = true;
      card.classList.add('kept');
      show(next, event.containerPoint);
    });
    map.on('zoomstart movestart', () => {
      if (!kept) show(null);
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') drop();
    });
    L.DomEvent.disableClickPropagation(card);
    return { drop };
  };
})();
