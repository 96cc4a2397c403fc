export * from './ageing.js';
export * from './control-chart.js';
export * from './drawing.js';
export * from './pareto.js';
export * from './pareto-data.js';
export * from './sparkline.js';
export * from './fishbone.js';
export * from './whys.js';
