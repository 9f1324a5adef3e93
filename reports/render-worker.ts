import { parentPort } from 'node:worker_threads';
import { renderDocument, type DocumentKind, type FiguresByKind } from './kinds/index.ts';
import type { IssueInput } from './render.ts';
import type { RenderReply } from './renderer.ts';

// The thread behind `openRenderer`: one request in, one reply out.

type Request = {
  readonly kind: DocumentKind;
  readonly input: FiguresByKind[DocumentKind];
  readonly issue: IssueInput;
};

parentPort?.on('message', ({ kind, input, issue }: Request) => {
  void renderDocument(kind, input, issue).then(rendered => {
    const reply: RenderReply = rendered.ok
      ? { ok: true, document: rendered.value }
      : { ok: false, faults: rendered.error };
    parentPort?.postMessage(reply);
  });
});
