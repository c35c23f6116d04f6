namespace Shared.Redis.Paging;

/// <summary>A part of a long list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Cursor? Next);
