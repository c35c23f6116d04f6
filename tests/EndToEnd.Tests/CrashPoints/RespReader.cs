namespace EndToEnd.Tests.CrashPoints;

/// <summary>Cuts what a connection sends into frames.</summary>
internal sealed class RespReader(Stream source)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next frame, valid until the next call; <see langword="null"/> once the other side closed.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (RespFrame.Length(_buffer.AsSpan(_start.._end)) is > 0 and var length)
            {
                _start += length;
                return _buffer.AsMemory(_start - length, length);
            }

            MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _end);
        }
    }
}
