// Where everything of the picture is: once beside each other, and once below each other for narrow screens.
// A flow says whose rate moves it; a receipt goes the other way and has none of its own.

export const wide = {
  size: [1112, 364],
  card: [180, 94],
  panels: [
    { of: 'payment', at: [92, 8], size: [444, 348], title: [112, 40], letters: { at: [516, 40], anchor: 'end' } },
    { of: 'inventory', at: [760, 8], size: [344, 348], title: [780, 40], letters: { at: [1084, 40], anchor: 'end' } },
  ],
  cards: { queue: [112, 68], paid: [336, 68], take: [780, 68], refused: [780, 236], refund: [336, 236] },
  flows: [
    { of: 'queue', path: 'M8 115H108' },
    { of: 'queue', path: 'M292 115H332' },
    { of: 'paid', path: 'M516 104H776' },
    { of: 'take', path: 'M960 115H992' },
    { of: 'refused', path: 'M870 162V232' },
    { of: 'refund', path: 'M780 272H520' },
    { of: 'refund', path: 'M336 283H256' },
  ],
  receipts: ['M780 130H520', 'M516 298H776'],
  labels: [
    { at: [8, 98], text: 'POST /orders', kind: 'code' },
    { at: [648, 40], text: 'Redis streams', anchor: 'middle', kind: 'note' },
    { at: [648, 92], text: 'order_completed', anchor: 'middle', kind: 'code' },
    { at: [648, 150], text: 'receipt: confirmed', anchor: 'middle', kind: 'note' },
    { at: [1000, 119], text: 'stock taken', kind: 'end' },
    { at: [882, 204], text: 'or refused', kind: 'note' },
    { at: [648, 260], text: 'refund_order', anchor: 'middle', kind: 'code' },
    { at: [648, 318], text: 'receipt: refunded', anchor: 'middle', kind: 'note' },
    { at: [248, 287], text: 'money back', anchor: 'end', kind: 'end' },
  ],
};

export const narrow = {
  size: [360, 646],
  card: [156, 94],
  panels: [
    { of: 'payment', at: [2, 36], size: [356, 276], title: [16, 66], letters: { at: [344, 66], anchor: 'end' } },
    { of: 'inventory', at: [2, 428], size: [356, 214], title: [16, 590], letters: { at: [16, 616] } },
  ],
  cards: { queue: [14, 84], paid: [190, 84], take: [190, 448], refused: [14, 448], refund: [14, 204] },
  flows: [
    { of: 'queue', path: 'M160 6V80' },
    { of: 'queue', path: 'M170 131H186' },
    { of: 'paid', path: 'M304 178V444' },
    { of: 'take', path: 'M268 542V576' },
    { of: 'refused', path: 'M190 495H174' },
    { of: 'refund', path: 'M56 448V302' },
    { of: 'refund', path: 'M170 251H194' },
  ],
  receipts: ['M332 448V182', 'M28 298V444'],
  labels: [
    { at: [172, 20], text: 'POST /orders', kind: 'code' },
    { at: [294, 346], text: 'order_completed', anchor: 'end', kind: 'code' },
    { at: [294, 364], text: 'receipt: confirmed', anchor: 'end', kind: 'note' },
    { at: [268, 596], text: 'stock taken', anchor: 'middle', kind: 'end' },
    { at: [66, 394], text: 'refund_order', kind: 'code' },
    { at: [66, 412], text: 'receipt: refunded', kind: 'note' },
    { at: [200, 255], text: 'money back', kind: 'end' },
  ],
};
