export * from './evidence.module.js';
export * from './history/history.dto.js';
export * from './history/history.service.js';
export * from './record-type/record-types.js';
