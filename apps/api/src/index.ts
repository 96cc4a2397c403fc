export { createApi } from './create-api.js';
export { openDatabase, type Database } from './database.js';
