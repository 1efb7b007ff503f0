export class FlashStore<K = string, V = unknown> {
  constructor(folder?: string);
  get(key: K): Promise<V | undefined>;
  set(key: K, value: V): Promise<this>;
  delete(key: K): Promise<boolean>;
  close(): Promise<void>;
}
