"""Browsers that guard against being recognised: a canvas gives back noise."""

SCRAMBLE = """(() => {
  const kinds = [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D];
  const { getImageData } = CanvasRenderingContext2D.prototype;
  for (const { prototype } of kinds) {
    const honest = prototype.getImageData;
    prototype.getImageData = function (...part) {
      const picture = honest.apply(this, part);
      picture.data.forEach((_, i) => (picture.data[i] = Math.imul(i, 2654435761) >>> 24));
      return picture;
    };
  }
  window.unscramble = () => Object.assign(CanvasRenderingContext2D.prototype, { getImageData });
})()"""
