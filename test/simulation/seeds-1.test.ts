import { share } from './seeds.js';

share(0, 2);
