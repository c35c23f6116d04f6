namespace Simulation.Tests.Sequences;

/// <summary>Plays a sequence, with the services and with the model at once.</summary>
internal sealed class Playing(Shop shop, Model model)
{
    private readonly List<string> _products = [];
    private readonly List<(Func<Task> Send, Action Predict)> _requests = [];

    /// <summary>Plays all steps, and settles.</summary>
    /// <returns>How what came of it differs from what should have.</returns>
    public async Task<IReadOnlyList<string>> PlayAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            await DoAsync(step);
        }

        await SettleAsync();
        return
        [
            .. model.Differences(await shop.ReadAsync()),
            .. await shop.ViolationsAsync(model.Orders),
            .. shop.Balance == model.Balance ? Array.Empty<string>() : [$"{shop.Balance} charged, not {model.Balance}"],
        ];
    }

    private Task DoAsync(Step step) => (step.Deed, _products.Count) switch
    {
        (Deed.Create, _) => CreateAsync(step.Amount),
        (Deed.Settle, _) => SettleAsync(),
        (_, 0) => Task.CompletedTask, // There is nothing yet that it could concern.
        (Deed.SendAgain, _) => SendAsync(OneOf(_requests, step)),
        (Deed.DeliverAgain, _) when model.Orders.Count == 0 => Task.CompletedTask,
        (Deed.DeliverAgain, _) => shop.DeliverAgainAsync(OneOf([.. model.Orders], step)),
        (Deed.Order, _) => OrderAsync(OneOf(_products, step), step.Amount, 0),
        (Deed.OrderAtAnotherPrice, _) => OrderAsync(OneOf(_products, step), step.Amount, 0.01m),
        (Deed.Restock, _) => RestockAsync(OneOf(_products, step), step.Amount - 3),
        (Deed.Reprice, _) => RepriceAsync(OneOf(_products, step), 9.99m + (step.Amount / 100m)),
        _ => DeleteAsync(OneOf(_products, step)),
    };

    private Task CreateAsync(int quantity)
    {
        var id = $"product-{_products.Count}";
        _products.Add(id);
        return RequestAsync(
            () => shop.Products.CreateAsync(new(id, id, 9.99m, quantity), remember: true),
            () => model.Create(id, 9.99m, quantity));
    }

    private Task OrderAsync(string product, int quantity, decimal more)
    {
        var (id, price) = ($"order-{_requests.Count}", model.Price(product) + more);
        return RequestAsync(
            () => shop.PlaceAsync(id, product, quantity, price),
            () => model.Place(id, product, quantity, price));
    }

    private Task RestockAsync(string product, int delta)
    {
        var key = $"restock-{_requests.Count}";
        return RequestAsync(
            () => shop.Products.ChangeStockAsync(product, delta, key),
            () => model.Restock(key, product, delta));
    }

    private async Task RepriceAsync(string product, decimal price)
    {
        await shop.Products.UpdateAsync(product, new() { Price = price });
        model.Reprice(product, price);
    }

    private async Task DeleteAsync(string product)
    {
        await shop.Products.DeleteAsync(product);
        model.Delete(product);
    }

    private async Task SettleAsync()
    {
        await shop.SettleAsync();
        model.Settle((await shop.ReadAsync()).Orders);
    }

    private Task RequestAsync(Func<Task> send, Action predict)
    {
        _requests.Add((send, predict));
        return SendAsync((send, predict));
    }

    private static async Task SendAsync((Func<Task> Send, Action Predict) request)
    {
        await request.Send();
        request.Predict();
    }

    private static T OneOf<T>(IReadOnlyList<T> things, Step step) => things[step.Which % things.Count];
}
