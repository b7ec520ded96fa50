/* Online tiles, only where the page asks for them. Those of Gaode are drawn in GCJ-02 and are moved under WGS 84 points. */
(function () {
  'use strict';
  const L = window.L, workbench = window.workbench;
  const AXIS = 6378245, ECCENTRICITY2 = 0.00669342162296594;

  /** Offset of GCJ-02 from WGS 84 in degrees: the formulas of workbench.coordinates. */
  function offset(lng, lat) {
    const x = lng - 105, y = lat - 35, sin = Math.sin, PI = Math.PI;
    const fast = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
    let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + fast;
    north += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
    let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + fast;
    east += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
    const radians = (lat / 180) * PI, magic = 1 - ECCENTRICITY2 * sin(radians) ** 2, root = Math.sqrt(magic);
    return [(east / ((AXIS / root) * Math.cos(radians))) * (180 / PI),
      (north / ((AXIS * (1 - ECCENTRICITY2)) / (magic * root))) * (180 / PI)];
  }

  workbench.GcjTiles = L.TileLayer.extend({
    _moved: function (center) {
      const [lng, lat] = offset(center.lng, center.lat);
      return L.latLng(center.lat + lat, center.lng + lng);
    },
    _setZoomTransform: function (level, center, zoom) {
      L.TileLayer.prototype._setZoomTransform.call(this, level, this._moved(center), zoom);
    },
    _getTiledPixelBounds: function (center) {
      return L.TileLayer.prototype._getTiledPixelBounds.call(this, this._moved(center));
    },
  });
  workbench.gcjOffset = offset;
})();
