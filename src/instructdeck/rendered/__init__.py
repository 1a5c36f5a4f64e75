"""What the room will see: every slide and page as a browser paints them, judged."""
