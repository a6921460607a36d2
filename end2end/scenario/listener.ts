// Somebody's open page: it hears what happens on the tickets that its reader may see, and comes back when the connection breaks.
import type { World } from './world';

interface Notice {
  ticket: number;
  change: string;
}

export class Listener {
  /** What was heard, as it came. */
  readonly notices: Notice[] = [];
  readonly #end = new AbortController();
  #listening: Promise<void>;

  constructor(
    private readonly world: World,
    readonly who: string,
  ) {
    this.#listening = this.listen();
  }

  async stop() {
    this.#end.abort();
    await this.#listening;
  }

  private async listen() {
    while (!this.#end.signal.aborted) {
      await this.connection().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private async connection() {
    const { people, servers } = this.world;
    const headers = { cookie: await people.cookie(this.who) };
    const answer = await fetch(`${servers.base}/live`, { headers, signal: this.#end.signal });
    if (answer.status === 401) await people.fresh(this.who);
    if (!answer.ok || !answer.body) return;
    let text = '';
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data:')) this.hear(line.slice(5));
    }
  }

  private hear(data: string) {
    const notice = JSON.parse(data) as Partial<Notice>;
    if (notice.ticket !== undefined && notice.change !== undefined) this.notices.push({ ticket: notice.ticket, change: notice.change });
  }
}
