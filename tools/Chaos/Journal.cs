using System.Text;

namespace Chaos;

/// <summary>The ids of the orders that were answered, on disk at once, as a customer's receipt is.</summary>
internal sealed class Journal(DirectoryInfo folder) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly FileStream _file = new(
        Path.Combine(folder.FullName, "acknowledged-orders"), FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    public void Add(string orderId)
    {
        lock (_turn)
        {
            _file.Write(Encoding.UTF8.GetBytes(orderId + '\n'));
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>What the file holds, read back.</summary>
    public string[] Read()
    {
        lock (_turn)
        {
            return File.ReadAllLines(_file.Name);
        }
    }

    public void Dispose() => _file.Dispose();
}
