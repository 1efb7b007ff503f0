import { share } from './town.js';

share(0, 2);
