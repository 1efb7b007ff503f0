import { share } from './seeds.js';

share(1, 2);
