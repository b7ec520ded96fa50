/* All names on the map on one canvas, so that none lies on another: first those of the highest layer. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", system-ui, sans-serif';

  function free(taken, box) {
    return !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  }

  /** Text with a light rim, left out where it would lie on text that is already there. */
  function write(ctx, label, view, taken) {
    const px = label.at[0] * view.scale - view.left, py = label.at[1] * view.scale - view.top + (label.below || 0);
    if (px < 0 || py < 0 || px > view.width || py > view.height) return;
    ctx.font = (label.weight || 500) + ' ' + (label.size || 12) + 'px ' + FONT;
    const half = ctx.measureText(label.text).width / 2 + 4, box = [px - half, py - 9, px + half, py + 9];
    if (!free(taken, box)) return;
    taken.push(box);
    ctx.strokeText(label.text, px, py);
    ctx.fillStyle = label.colour;
    ctx.fillText(label.text, px, py);
  }

  /** `sources`: functions of a view that give labels, the most important first. */
  workbench.names = function (sources) {
    return {
      draw(ctx, view) {
        const taken = [];
        ctx.textAlign = 'center';
        ctx.textBaseline = 'middle';
        ctx.lineJoin = 'round';
        ctx.lineWidth = 3.5;
        ctx.strokeStyle = 'rgba(255,255,255,.92)';
        for (const source of sources()) for (const label of source(view)) write(ctx, label, view, taken);
      },
      hit: () => -1,
    };
  };
})();
