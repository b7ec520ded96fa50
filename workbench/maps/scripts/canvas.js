/* A Leaflet layer that lets a painter draw on one canvas, a little larger than the view. */
(function () {
  'use strict';
  const L = window.L, workbench = window.workbench;

  workbench.Canvas = L.Renderer.extend({
    options: { padding: 0.2 },

    initialize: function (painter, style, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.painter = painter;
      this.style = style;
    },

    getEvents: function () {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._follow;
      return events;
    },

    _initContainer: function () {
      this._container = L.DomUtil.create('canvas', 'sheet');
      this._ctx = this._container.getContext('2d');
    },

    _destroyContainer: function () {
      this._container.remove();
      delete this._container;
      delete this._ctx;
    },

    /** Draws again during a drag once the view leaves what was drawn. */
    _follow: function () {
      if (this._map._animatingZoom || this._waiting || !this._bounds) return;
      const size = this._map.getSize(), corner = this._map.containerPointToLayerPoint([0, 0]);
      if (this._bounds.contains([corner, corner.add(size)])) return;
      this._waiting = requestAnimationFrame(() => {
        this._waiting = 0;
        if (this._map) this._update();
      });
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.max(1, Math.round(size.x * ratio));
      canvas.height = Math.max(1, Math.round(size.y * ratio));
      canvas.style.width = size.x + 'px';
      canvas.style.height = size.y + 'px';
      this.redraw();
    },

    view: function () {
      const corner = this._map.getPixelOrigin().add(this._bounds.min), size = this._bounds.getSize();
      return { scale: this._map.options.crs.scale(this._zoom), left: corner.x, top: corner.y, width: size.x, height: size.y,
        ratio: this._container.width / size.x, zoom: this._zoom };
    },

    redraw: function () {
      if (!this._map || !this._bounds) return;
      const began = performance.now(), view = this.view();
      this._ctx.setTransform(1, 0, 0, 1, 0, 0);
      this._ctx.clearRect(0, 0, this._container.width, this._container.height);
      this._ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      this.painter.draw(this._ctx, view, this.style);
      this.drawnIn = performance.now() - began;
      this.fire('drawn');
    },
  });
})();
