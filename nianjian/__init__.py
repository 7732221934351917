"""nianjian (年鉴): from yearbook cells to published indices, traceable and checked."""
