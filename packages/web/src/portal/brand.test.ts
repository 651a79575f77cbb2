import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contrast, deriveBrand } from './brand.ts';

const brands = ['#FFD600', '#7FFFD4', '#000000', '#FAFAFA', '#777777', '#C2272D', '#2858CD', '#00945E', '#5F51B3', '#FF6A00'];

for (const theme of ['light', 'dark'] as const) {
  test(`ten brands can be read, ${theme}`, () => {
    for (const brand of brands) {
      const { fill, on, link, soft } = deriveBrand(brand, theme);
      assert.ok(contrast(fill, on) >= 4.5, `${brand}: text on ${fill}`);
      for (const ground of theme === 'light' ? ['#ffffff', '#f6f7f9', soft] : ['#14181d', '#0e1116', soft])
        assert.ok(contrast(link, ground) >= 4.5, `${brand}: link ${link} on ${ground}`);
    }
  });
}

test('any colour gives readable ones, and a readable brand is kept as it is', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, fc.constantFrom('light' as const, 'dark' as const), (brand, theme) => {
      const { fill, hover, on, link, soft } = deriveBrand(brand, theme);
      for (const made of [fill, hover, on, link, soft]) assert.match(made, /^#[0-9a-f]{6}$/i);
      assert.ok(contrast(fill, on) >= 4.5);
      assert.ok(contrast(hover, on) >= 4.3);
      assert.ok(contrast(link, soft) >= 4.5);
    }),
  );
  assert.equal(deriveBrand('#c2272d', 'light').fill, '#c2272d');
});
