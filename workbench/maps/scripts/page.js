/* Starts the page: reads the island, gives folium's groups their layers, draws. */
(function () {
  'use strict';
  const workbench = window.workbench, L = window.L;

  function styleOf(spec) {
    const style = {
      colours: spec.legend.entries.map((entry) => entry.colour),
      hidden: spec.legend.entries.map(() => false),
      only: -1,
      shown: (index) => !style.hidden[index] && (style.only < 0 || style.only === index),
    };
    return style;
  }

  async function layerOf(board, spec, index) {
    const painter = await workbench.makers[spec.kind](spec), style = styleOf(spec);
    return { spec, painter, style, canvas: new workbench.Sheet(board, painter, style, 1 + index, spec.opacity) };
  }

  /** Room that the title and the panel take from the view. */
  workbench.margins = function () {
    const panel = document.querySelector('.panel'), open = panel && !panel.classList.contains('closed');
    return { paddingTopLeft: [24, 70], paddingBottomRight: [open && window.innerWidth > 820 ? panel.offsetWidth + 30 : 24, 50] };
  };

  async function base(map, board, data) {
    if (!data.ground) return null;
    const ground = await workbench.ground(data.ground);
    ground.bare = Boolean(data.tiles); // land must not hide the tiles below
    map.addLayer(new workbench.Sheet(board, ground.land, null, 0, 1));
    return ground;
  }

  /** One sheet for all names: it draws again whenever a layer that has names does. */
  function names(map, board, layers, ground) {
    const shown = () => layers.filter((layer) => layer.painter.labels && layer.canvas._map).reverse();
    const canvas = new workbench.Sheet(board, workbench.names(() => [
      ...shown().map((layer) => (view) => layer.painter.labels(view, layer.style)), ...(ground ? [ground.labels] : []),
    ]), null, 1000, 1);
    map.addLayer(canvas);
    map.on('layeradd layerremove', (event) => {
      if (event.layer.painter && event.layer.painter.labels) canvas.redraw();
    });
    return canvas;
  }

  function tiles(map, spec) {
    if (!spec) return;
    const Kind = spec.datum === 'gcj02' ? workbench.GcjTiles : L.TileLayer;
    map.addLayer(new Kind(spec.url, { maxZoom: spec.max_zoom, subdomains: spec.subdomains, attribution: '' }));
  }

  function furniture(map, data, layers, places) {
    map.attributionControl.setPrefix(false);
    map.zoomControl.setPosition('bottomleft');
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
    workbench.head(map, data, places);
    workbench.foot(data);
    const labels = [...document.querySelectorAll('.leaflet-control-layers-overlays label')];
    workbench.panel(layers, labels, data.words);
    document.querySelector('.leaflet-control-layers').hidden = true;
  }

  /** A frame that is not shown yet (a notebook's hidden tab) has no size: nothing fits into it before it has one. */
  function shown() {
    const sized = () => window.innerWidth > 0 && window.innerHeight > 0;
    return new Promise((done) => {
      if (sized()) return done();
      window.addEventListener('resize', function wait() {
        if (!sized()) return;
        window.removeEventListener('resize', wait);
        done();
      });
    });
  }

  async function start() {
    const data = JSON.parse(document.getElementById('workbench-data').textContent);
    document.documentElement.lang = data.lang === 'zh' ? 'zh-CN' : 'en';
    if (typeof DecompressionStream === 'undefined') throw new Error(data.words.old_browser);
    const map = window.map_sheet;
    await shown();
    map.invalidateSize(false);
    map.options.zoomSnap = 0.5;
    map.options.wheelPxPerZoomLevel = 90;
    map.setMinZoom(3);
    map.setMaxZoom(18);
    const board = new workbench.Board();
    map.addLayer(board);
    const ground = await base(map, board, data);
    tiles(map, data.tiles);
    const layers = await Promise.all(data.layers.map((spec, index) => layerOf(board, spec, index)));
    layers.forEach((layer, index) => {
      const group = window['feature_group_layer_' + index];
      if (!layer.spec.visible) map.removeLayer(group);
      group.addLayer(layer.canvas);
    });
    const named = layers.flatMap((layer) => (layer.painter.places ? layer.painter.places() : []));
    furniture(map, data, layers, ground ? ground.places : named);
    workbench.rename = names(map, board, layers, ground);
    const [west, south, east, north] = data.view;
    map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 15, ...workbench.margins() });
    if (ground) ground.detail = map.getZoom() - 1;
    workbench.watch(map, layers, data.words);
    workbench.paper(map, board);
    Object.assign(workbench, { map, layers });
    requestAnimationFrame(() => requestAnimationFrame(() => {
      performance.mark('workbench-drawn');
      document.documentElement.dataset.state = 'drawn';
    }));
  }

  start().catch((error) => {
    const told = document.body.appendChild(workbench.element('div', 'failed', String(error.message || error)));
    told.setAttribute('role', 'alert');
    document.documentElement.dataset.state = 'failed';
  });
})();
