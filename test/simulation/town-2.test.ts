import { share } from './town.js';

share(1, 2);
