/* The outline of what is under the pointer, on a canvas just large enough for it. */
(function () {
  'use strict';
  const L = window.L, workbench = window.workbench;
  const ROOM = 6; // pixels around for the line's width

  workbench.Mark = L.Layer.extend({
    options: { pane: 'found' },

    onAdd: function () {
      this._canvas = L.DomUtil.create('canvas', 'sheet', this.getPane());
      this.show(null);
    },

    onRemove: function () {
      this._canvas.remove();
    },

    getEvents: function () {
      return { zoomstart: this._hide, zoomend: this._again, moveend: this._again };
    },

    /** `hit`: {layer, row}, or null for nothing. */
    show: function (hit) {
      this._hit = hit;
      this._again();
    },

    _hide: function () {
      this._canvas.hidden = true;
    },

    _again: function () {
      this._canvas.hidden = !this._hit;
      if (this._hit) this._draw();
    },

    _draw: function () {
      const map = this._map, origin = map.getPixelOrigin(), scale = map.options.crs.scale(map.getZoom());
      const { painter } = this._hit.layer, row = this._hit.row, ratio = Math.min(window.devicePixelRatio || 1, 2);
      const seen = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
      const [left, top, right, bottom] = painter.around(row, { scale, left: origin.x, top: origin.y });
      const corner = L.point(Math.max(left - ROOM, seen.min.x - ROOM), Math.max(top - ROOM, seen.min.y - ROOM)).floor();
      const size = L.point(Math.min(right + ROOM, seen.max.x + ROOM), Math.min(bottom + ROOM, seen.max.y + ROOM)).ceil().subtract(corner);
      const canvas = this._canvas, width = Math.max(1, size.x), height = Math.max(1, size.y);
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = width + 'px';
      canvas.style.height = height + 'px';
      L.DomUtil.setPosition(canvas, corner);
      const ctx = canvas.getContext('2d');
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.lineJoin = 'round';
      const view = { scale, left: origin.x + corner.x, top: origin.y + corner.y, width, height, ratio, zoom: map.getZoom() };
      for (const [colour, thick] of [['#ffffff', 4.5], ['#17202a', 2]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = thick;
        painter.outline(row, ctx, view);
      }
    },
  });
})();
