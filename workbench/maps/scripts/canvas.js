/* One canvas for the whole map, a little larger than the view. Each sheet is drawn on its own and kept; moving the
   map moves one canvas only, and a change of opacity lays the kept sheets on each other again. */
(function () {
  'use strict';
  const L = window.L, workbench = window.workbench;

  workbench.Board = L.Renderer.extend({
    options: { padding: 0.2 },

    initialize: function (options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._sheets = [];
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
      const size = this._bounds.getSize(), ratio = workbench.dots || Math.min(window.devicePixelRatio || 1, 2);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.max(1, Math.round(size.x * ratio));
      canvas.height = Math.max(1, Math.round(size.y * ratio));
      canvas.style.width = size.x + 'px';
      canvas.style.height = size.y + 'px';
      for (const sheet of this._sheets) sheet.stale = true;
      this.compose();
    },

    /** On paper what is clear would come out white, not as the sea below. */
    _fill: function (ctx, width, height) {
      ctx.fillStyle = getComputedStyle(this._map.getContainer()).backgroundColor;
      ctx.fillRect(0, 0, width, height);
    },

    view: function () {
      const corner = this._map.getPixelOrigin().add(this._bounds.min), size = this._bounds.getSize();
      return { scale: this._map.options.crs.scale(this._zoom), left: corner.x, top: corner.y, width: size.x, height: size.y,
        ratio: this._container.width / size.x, zoom: this._zoom };
    },

    put: function (sheet) {
      this._sheets.push(sheet);
      this._sheets.sort((a, b) => a.level - b.level);
      this.compose();
    },

    take: function (sheet) {
      this._sheets = this._sheets.filter((each) => each !== sheet);
      this.compose();
    },

    compose: function () {
      if (!this._map || !this._bounds) return;
      const view = this.view(), ctx = this._ctx, { width, height } = this._container;
      for (const sheet of this._sheets) if (sheet.stale) sheet.render(view, width, height);
      ctx.globalAlpha = 1;
      ctx.clearRect(0, 0, width, height);
      if (workbench.dots) this._fill(ctx, width, height);
      for (const sheet of this._sheets) {
        ctx.globalAlpha = sheet.opacity;
        ctx.drawImage(sheet.buffer, 0, 0);
      }
    },
  });

  /** A layer of the map that a painter draws; `level` orders sheets from low to high. */
  workbench.Sheet = L.Layer.extend({
    initialize: function (board, painter, style, level, opacity) {
      Object.assign(this, { board, painter, style, level, opacity, stale: true, buffer: document.createElement('canvas') });
    },

    onAdd: function () {
      this.stale = true;
      this.board.put(this);
    },

    onRemove: function () {
      this.board.take(this);
      this.buffer.width = this.buffer.height = 1; // gives the memory back
    },

    setOpacity: function (opacity) {
      this.opacity = opacity;
      this.board.compose();
    },

    view: function () {
      return this.board.view();
    },

    redraw: function () {
      this.stale = true;
      if (this._map) this.board.compose();
    },

    render: function (view, width, height) {
      const began = performance.now(), ctx = this.buffer.getContext('2d');
      this.buffer.width = width; // also wipes it
      this.buffer.height = height;
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      this.painter.draw(ctx, view, this.style);
      this.stale = false;
      this.drawnIn = performance.now() - began;
      this.fire('drawn');
    },
  });
})();
