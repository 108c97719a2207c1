// Server-sent events over fetch: a token must go in a header, which an EventSource cannot send.

/** Reads the lines of a stream, in whatever pieces they come. */
export class Parser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = "";
    this.clear();
  }

  /** Take the next piece. */
  feed(piece) {
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    for (const line of lines) this.take(line);
  }

  take(line) {
    if (line === "") {
      if (this.data.length) this.onEvent(this.name, this.data.join("\n"));
      this.clear();
      return;
    }
    const [, field, value] = line.match(/^([^:]*):? ?(.*)$/s);
    if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
  }

  clear() {
    this.name = "message";
    this.data = [];
  }
}

/**
 * Read a stream of events to its end.
 * @param {Response} answer
 * @param {(name: string, data: object) => void} onEvent
 * @param {() => void} onSign hears every sign of life, comments included
 */
export async function read(answer, onEvent, onSign) {
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  const parser = new Parser((name, data) => onEvent(name, JSON.parse(data)));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    onSign();
  }
}
