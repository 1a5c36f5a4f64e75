"""A deck as a PowerPoint file: native and editable, written from the slide model."""
