"use client";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import {
  attachClosestEdge,
  extractClosestEdge,
} from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { type RefObject, useEffect, useRef, useState } from "react";

/**
 * Lets a row be dragged by its handle, and others be dropped above or below it. `edge` says where
 * what is dragged over it would go.
 */
export function useSortable({
  row,
  handle,
  id,
  at,
  onDropped,
}: {
  row: RefObject<HTMLElement | null>;
  handle: RefObject<HTMLElement | null>;
  id: string;
  at: number;
  /** Another row was dropped here: where it goes in the list without it. */
  onDropped: (id: string, to: number) => void;
}) {
  const [edge, setEdge] = useState<"top" | "bottom" | null>(null);
  const [isDragged, setDragged] = useState(false);
  const latest = useRef({ at, onDropped });
  useEffect(() => {
    latest.current = { at, onDropped };
  });
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle.current;
    if (!element || !dragHandle) return;
    const edgeOf = (data: Record<string | symbol, unknown>) =>
      extractClosestEdge(data) === "bottom" ? "bottom" : "top";
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ question: id, from: latest.current.at }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.question !== undefined && source.data.question !== id,
        getData: ({ input }) =>
          attachClosestEdge({}, { element, input, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const from = Number(source.data.from);
          const here = latest.current.at + (edgeOf(self.data) === "bottom" ? 1 : 0);
          latest.current.onDropped(String(source.data.question), from < here ? here - 1 : here);
        },
      }),
    );
  }, [row, handle, id]);
  return { edge, isDragged };
}
