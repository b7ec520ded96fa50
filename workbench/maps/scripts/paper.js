/* The map on paper: title above, legend beside, and in the room that is left what the screen showed between its panels. */
(function () {
  'use strict';
  const workbench = window.workbench, L = window.L;
  // A4 across less its margins, in CSS pixels; a column of the legend; dots of the drawing per pixel: a
  // browser prints a canvas at its full size only if that is a power of two.
  const WIDTH = 1056, HEIGHT = 728, COLUMN = 214, DOTS = 2;
  const FOLDS = [[1, 1], [1, 0.85], [2, 1], [2, 0.85], [3, 0.85], [3, 0.7], [3, 0.6], [4, 0.5], [6, 0.4]];

  /** What the screen shows that neither title nor panel covers. */
  function seen(map) {
    const { paddingTopLeft, paddingBottomRight } = workbench.margins(), size = map.getSize();
    const corners = [L.point(paddingTopLeft), size.subtract(L.point(paddingBottomRight))];
    return L.latLngBounds(corners.map((corner) => map.containerPointToLatLng(corner)));
  }

  /** Lays the legend out in the fewest columns that hold it, a little smaller before another is begun; returns its width. */
  function fold(body, height) {
    for (const [columns, zoom] of FOLDS) {
      body.style.zoom = String(zoom);
      body.style.height = height / zoom + 'px';
      body.style.width = columns * COLUMN + 'px';
      body.style.columnCount = String(columns);
      if (body.scrollWidth <= body.clientWidth + 1 && body.scrollHeight <= body.clientHeight + 1) break;
    }
    return parseFloat(body.style.width) * parseFloat(body.style.zoom);
  }

  workbench.paper = function (map, board) {
    let back = null;

    function lay() {
      if (back) return;
      const root = document.documentElement, sheet = map.getContainer(), body = document.querySelector('.panel-body');
      const bounds = seen(map);
      back = { centre: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap, padding: board.options.padding };
      root.classList.add('paper');
      root.style.width = WIDTH + 'px';
      root.style.height = HEIGHT + 'px';
      const top = document.querySelector('.head').offsetHeight, room = HEIGHT - top - document.querySelector('.foot').offsetHeight;
      sheet.style.top = top + 'px';
      sheet.style.height = room + 'px';
      document.querySelector('.panel').style.top = top + 'px';
      sheet.style.width = Math.floor(WIDTH - fold(body, room)) - 10 + 'px';
      map.options.zoomSnap = 0;
      board.options.padding = 0;
      workbench.dots = DOTS;
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(bounds, { animate: false, padding: [6, 6] });
      board._update();
    }

    function restore() {
      if (!back) return;
      document.documentElement.classList.remove('paper');
      for (const each of [document.documentElement, map.getContainer(), document.querySelector('.panel'), document.querySelector('.panel-body')])
        each.removeAttribute('style');
      map.options.zoomSnap = back.snap;
      board.options.padding = back.padding;
      workbench.dots = 0;
      map.invalidateSize({ animate: false, pan: false });
      map.setView(back.centre, back.zoom, { animate: false });
      board._update();
      back = null;
    }

    window.addEventListener('beforeprint', lay);
    window.addEventListener('afterprint', restore);
  };
})();
