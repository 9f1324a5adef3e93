import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../domain/result/index.ts';
import type { DocumentFault } from './fault.ts';
import type { DocumentKind, FiguresByKind } from './kinds/index.ts';
import type { IssueInput, RenderedDocument } from './render.ts';

export type RendererLimits = {
  /** Longest time for one document; 60,000 ms. */
  readonly timeMs: number;
  /** Memory of the worker; 512 MB. */
  readonly memoryMb: number;
};

/** Renders documents in a worker of its own, one at a time (DOC-9). */
export type Renderer = {
  /** As `renderDocument`; `RENDER_LIMIT` when time or memory ran out: the worker is then replaced. */
  readonly render: <K extends DocumentKind>(
    kind: K,
    input: FiguresByKind[K],
    issue: IssueInput,
  ) => Promise<Result<RenderedDocument, readonly DocumentFault[]>>;
  readonly close: () => Promise<void>;
};

const LIMITS: RendererLimits = { timeMs: 60_000, memoryMb: 512 };

/** What the worker answers: bytes travel as plain Uint8Array. */
export type RenderReply =
  | { readonly ok: true; readonly document: RenderedDocument }
  | { readonly ok: false; readonly faults: readonly DocumentFault[] };

/** Starts a renderer; its worker begins with the first document and keeps its fonts. */
export function openRenderer(limits: Partial<RendererLimits> = {}): Renderer {
  const { timeMs, memoryMb } = { ...LIMITS, ...limits };
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const drop = async (): Promise<void> => {
    const dropped = worker;
    worker = null;
    await dropped?.terminate();
  };
  const render: Renderer['render'] = (kind, input, issue) => {
    const turn = last.then(async () => {
      worker ??= startWorker(memoryMb);
      const reply = await ask(worker, { kind, input, issue }, timeMs);
      if (reply.ok) return ok({ ...reply.document, body: Buffer.from(reply.document.body) });
      if (reply.faults.some(({ code }) => code === 'RENDER_LIMIT')) await drop();
      return fail(reply.faults);
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    render,
    close: async () => {
      await last;
      await drop();
    },
  };
}

function startWorker(memoryMb: number): Worker {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  worker.unref();
  return worker;
}

function ask(worker: Worker, request: unknown, timeMs: number): Promise<RenderReply> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const limit = (reason: string): void => {
      done();
      resolve({ ok: false, faults: [{ code: 'RENDER_LIMIT', facts: { reason } }] });
    };
    const timer = setTimeout(limit, timeMs, `${timeMs} ms`);
    const onReply = (reply: RenderReply): void => {
      done();
      resolve(reply);
    };
    const onError = (error: Error & { readonly code?: string }): void => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        limit('memory');
        return;
      }
      done();
      reject(error);
    };
    const done = (): void => {
      clearTimeout(timer);
      worker.off('message', onReply).off('error', onError);
      worker.unref();
    };
    worker.on('message', onReply).on('error', onError);
    worker.postMessage(request);
  });
}
