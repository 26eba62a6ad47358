// Brings what this phone has scanned to the server: each scan to the activity at whose door it was, as the gate that the
// phone was then.

import { Refused, ask } from "../offline/ask";
import { base64url, sign } from "./key";
import * as store from "./store";

/** Scans in one part, as the server takes them. */
const PART = 500;

/** The door at which the phone stands. */
interface Here {
  org: string;
  activity: string;
  /** The path of its devices. */
  api: string;
}

export class Bringer {
  /** `revoked` is told of a gate whose key was taken back. */
  constructor(
    private readonly here: Here,
    private readonly revoked: (gate: store.Gate) => Promise<void>,
  ) {}

  /** What this phone has that the server doesn't, also from the doors of other activities. */
  unsent(): Promise<store.Scan[]> {
    return store.unsentOf(this.here.org, this.here.activity);
  }

  /** Brings what was scanned at one activity's door, in parts. */
  async bringOf(activity: string): Promise<void> {
    const of = (scan: store.Scan) => scan.activity === activity;
    for (let all = await this.unsent(); ; all = await this.unsent()) {
      // What this phone scanned as another gate, whose key was taken back, is brought as that gate.
      const first = all.find(of);
      const gate = first && (await store.gateById(first.gate));
      if (!gate) return;
      const own = all.filter((scan) => scan.gate === gate.id);
      const part = own.filter(of).slice(0, PART);
      await this.bringPart(gate, activity, part, own.length - part.length);
    }
  }

  /** Brings what was scanned at other doors. One of them that refuses keeps nothing of the others back. */
  async bringOthers(): Promise<void> {
    const others = new Set((await this.unsent()).map((scan) => scan.activity));
    others.delete(this.here.activity);
    let refused: Refused | undefined;
    for (const activity of others) {
      await this.bringOf(activity).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.status === 401) throw error;
        refused ??= error;
      });
    }
    if (refused) throw refused;
  }

  /** Brings scans that a gate made at one activity's door; `queued` are left of that gate, wherever it made them. */
  private async bringPart(gate: store.Gate, activity: string, part: store.Scan[], queued: number): Promise<void> {
    const scans = part.map((scan) => ({
      sequence: scan.sequence,
      code: scan.text,
      direction: scan.direction,
      scanned_at: new Date(scan.scanned_at).toISOString(),
      ahead_ms: scan.ahead ?? undefined,
      told: scan.told ?? undefined,
      nonce: scan.nonce ?? undefined,
    }));
    const body = JSON.stringify({ clock: new Date().toISOString(), queued, scans });
    const signature = base64url(await sign(gate.key, body));
    interface Brief {
      next_sequence: number;
      scans: { sequence: number; kept: boolean }[];
    }
    const other = `/api/v1/organisations/${gate.org}/activities/${activity}/devices`;
    const path = `${activity === this.here.activity ? this.here.api : other}/${gate.id}/scans`;
    try {
      const done = await ask<Brief>(path, { body, headers: { "langqiao-signature": signature } });
      await store.markSent(gate.id, done.scans, done.next_sequence);
    } catch (error) {
      // A revoked gate is refused, and what it brought is kept for a person all the same.
      if (error instanceof Refused && error.code === "gate-revoked") {
        await store.markSent(gate.id, part.map(({ sequence }) => ({ sequence, kept: true })), 0);
        await this.revoked(gate);
        return;
      }
      throw error;
    }
  }
}
