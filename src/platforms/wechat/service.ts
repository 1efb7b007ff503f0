import { codeOf } from './error-code.js';
import type { WechatOptions } from './options.js';
import type { Puppet } from './puppet.js';
import { Wire } from './wire.js';

/** Marks our own sound, which proves nothing. */
const ASKED = 'asked';

type ServicePuppet = Puppet & { hangUp(): void };

/** Loads the puppet that speaks gRPC to a service, mended where it would harm a desk that runs for months. */
export async function loadService(
  options: WechatOptions,
): Promise<(lost: (why: string) => void) => ServicePuppet> {
  if (options.token === undefined || options.token === '') {
    throw new Error('The WeChat puppet service needs a token: set WECHATY_PUPPET_SERVICE_TOKEN.');
  }
  const { PuppetService } = await import('wechaty-puppet-service');
  type Manager = InstanceType<typeof PuppetService>['grpcManager'];

  class Service extends PuppetService {
    lost: (why: string) => void = () => {};
    private asked = false;
    private readonly wire = new Wire();
    private connected: Manager['client'] | null = null;

    /** Would keep everybody's names and pictures under the home folder, in the clear, and never forget them. */
    protected override hookPayloadStore(): void {}

    protected override bridgeGrpcEventStream(manager: Manager): void {
      super.bridgeGrpcEventStream(manager);
      // The watchdog sleeps until it is fed once, and all that a start brings comes before it listens.
      this.once('start', () => void this.emit('heartbeat', { data: ASKED }));
      this.on('heartbeat', ({ data }) => {
        if (data !== ASKED) this.asked = false;
      });
      const initClient: unknown = Reflect.get(manager, 'initClient');
      Reflect.set(manager, 'initClient', async () => {
        if (typeof initClient === 'function') await Reflect.apply(initClient, manager, []);
        this.connected = manager.client;
        this.wire.mind(manager.client);
        // A call of the old wire, to which the library turns when there is no file, and which then hangs.
        Reflect.set(manager.client, 'messageFileStream', () => {
          throw new Error('no file');
        });
      });
      manager.on('error', (error: unknown) => this.lost(codeOf(error)));
      manager.on('end', () => this.lost('the stream ended'));
    }

    /**
     * The watchdog heard nothing for a minute, which may only be a quiet night: asks the service to make a sound,
     * and gives the connection up after another minute of silence.
     */
    override async reset(): Promise<void> {
      if (this.asked) return this.lost('no heartbeat');
      this.asked = true;
      this.ding(ASKED);
      this.emit('heartbeat', { data: ASKED });
    }

    hangUp(): void {
      // A start under way fails now, and to clean up after itself it would first wait five seconds for itself.
      if (this.state.active() === 'pending') this.state.active(true);
      const manager = this._grpcManager;
      delete this._grpcManager;
      for (const clean of this._cleanupCallbackList.splice(0)) clean();
      // The stream says once more that it was cancelled, and an error that nobody hears ends the process.
      manager?.removeAllListeners().on('error', () => {});
      this.wire.cut();
      this.connected?.close();
    }

    /**
     * Hangs up without asking the service to stop: a desk that restarts must not log WeChat out and in again,
     * and a service that is gone could not answer.
     */
    override async onStop(): Promise<void> {
      this.hangUp();
    }

    /** Without asking the service, whose word it is that WeChat logged out, to log out: it may be in again by then. */
    override async logout(reason = ''): Promise<void> {
      if (!this.isLoggedIn) return;
      this.emit('logout', { contactId: this.currentUserId, data: reason });
      delete this.__currentUserId;
    }

    /**
     * The library spreads a protobuf message, which keeps its fields in an array, by number: everybody would
     * live at 0° north, 0° east.
     */
    override async messageLocation(messageId: string): ReturnType<Puppet['messageLocation']> {
      const given = await super.messageLocation(messageId);
      const fields: unknown = Object.values(given).find(Array.isArray);
      if (!Array.isArray(fields)) return given;
      const [accuracy, address, latitude, longitude, name] = fields;
      return {
        accuracy: Number(accuracy ?? 0),
        address: String(address ?? ''),
        latitude: Number(latitude ?? 0),
        longitude: Number(longitude ?? 0),
        name: String(name ?? ''),
      };
    }
  }

  return lost => {
    const puppet = new Service({
      token: options.token!,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.secondsOfSilence === undefined ? {} : { timeoutSeconds: options.secondsOfSilence }),
      ...(options.insecure === true ? { tls: { disable: true } } : {}),
    });
    puppet.lost = lost;
    // The old wire's way, which the library takes whenever the new one failed: it could send a file twice.
    Reflect.set(puppet, 'messageSendFileStream', () =>
      Promise.reject(new Error('the file was not confirmed')),
    );
    return puppet;
  };
}
