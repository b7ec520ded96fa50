/* The list of layers: folium's own switches, opacity, and a legend that shows and hides classes. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const { element, grouped } = workbench;

  function swatch(entry) {
    const made = element('span', 'swatch ' + (entry.pattern || 'fill'));
    made.style.setProperty('--colour', entry.colour);
    return made;
  }

  function legend(layer, words) {
    const { spec, style, canvas } = layer, box = element('div', 'legend');
    const title = spec.legend.title ? box.appendChild(element('div', 'legend-title', spec.legend.title)) : null;
    const tellers = [];
    spec.legend.entries.forEach((entry, index) => {
      if (entry.unused) return;
      const row = box.appendChild(element('button', 'entry'));
      row.type = 'button';
      row.title = words.hide;
      row.setAttribute('aria-pressed', 'true');
      row.appendChild(swatch(entry));
      row.appendChild(element('span', 'entry-label', entry.label));
      if (entry.count !== null && entry.count !== undefined) {
        const bar = row.appendChild(element('span', 'bar')).appendChild(element('span'));
        bar.style.background = entry.colour;
        const told = row.appendChild(element('span', 'entry-count'));
        tellers.push((counts, most) => {
          bar.style.width = Math.max(counts[index] ? 2 : 0, (100 * counts[index]) / most) + '%';
          told.textContent = grouped(counts[index]);
        });
      }
      row.addEventListener('click', () => {
        style.hidden[index] = !style.hidden[index];
        row.setAttribute('aria-pressed', String(!style.hidden[index]));
        canvas.redraw();
        if (layer.painter.labels) workbench.rename.redraw();
      });
      const point = (at) => {
        style.only = at;
        canvas.redraw();
      };
      row.addEventListener('mouseenter', () => point(index));
      row.addEventListener('mouseleave', () => point(-1));
    });
    count(layer, tellers, title, words);
    return box;
  }

  /** Writes the counts; of nested cells those of the resolution that the zoom shows. */
  function count(layer, tellers, title, words) {
    const { spec, painter, canvas } = layer, fixed = spec.legend.entries.map((entry) => entry.count || 0);
    const tell = (counts) => tellers.forEach((teller) => teller(counts, Math.max(1, ...counts)));
    tell(fixed);
    if (!spec.nested) return;
    let last = null;
    canvas.on('drawn', () => {
      const resolution = painter.resolutionAt(canvas.view());
      if (resolution === last || resolution === null) return;
      last = resolution;
      title.textContent = spec.legend.title + ' · ' + words.resolution + ' ' + resolution;
      tell(spec.legend.counts[resolution]);
    });
  }

  function opacity(layer, words) {
    const row = element('label', 'opacity', words.opacity);
    const slider = row.appendChild(element('input'));
    slider.type = 'range';
    slider.min = '10';
    slider.max = '100';
    slider.value = String(Math.round(layer.spec.opacity * 100));
    slider.addEventListener('input', () => {
      layer.canvas.setOpacity(slider.value / 100);
    });
    return row;
  }

  /** `switches`: the labels of folium's layer control, one per layer, which know how to toggle it. */
  workbench.panel = function (layers, switches, words) {
    const panel = element('aside', 'panel');
    const head = panel.appendChild(element('button', 'panel-head', words.layers));
    head.type = 'button';
    const body = panel.appendChild(element('div', 'panel-body'));
    layers.forEach((layer, index) => {
      const card = body.appendChild(element('section', 'layer'));
      const toggle = card.appendChild(switches[index]);
      toggle.className = 'layer-switch';
      const input = toggle.querySelector('input');
      toggle.replaceChildren(input, element('span', 'layer-title', layer.spec.title));
      const more = card.appendChild(element('div', 'layer-more'));
      if (layer.spec.note) more.appendChild(element('p', 'note', layer.spec.note));
      if (!layer.spec.empty) more.append(opacity(layer, words), legend(layer, words));
      else more.appendChild(element('p', 'note', words.empty));
      const fold = () => card.classList.toggle('off', !input.checked);
      input.addEventListener('change', fold);
      fold();
    });
    const fold = (closed) => {
      panel.classList.toggle('closed', closed);
      head.setAttribute('aria-expanded', String(!closed));
    };
    head.addEventListener('click', () => fold(!panel.classList.contains('closed')));
    fold(window.innerWidth <= 820);
    document.body.appendChild(panel);
    return panel;
  };
})();
